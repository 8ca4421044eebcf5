#!/bin/sh
# root 运行的 sixianghui …：换成服务的用户、设置和数据目录。装成 /usr/local/bin/sixianghui；文件的路径要写全。
# `sixianghui …` of root, run as the service is: its user, its settings, its folder. Files go by their full paths.
exec systemd-run --quiet --collect --wait --pipe --pty \
  --property=User=sixianghui \
  --property=Group=sixianghui \
  --property=EnvironmentFile=/etc/sixianghui/settings \
  --property=Environment=SIXIANGHUI_DATA=/var/lib/sixianghui \
  --property=WorkingDirectory=/var/lib/sixianghui \
  --property=StateDirectory=sixianghui \
  --property=StateDirectoryMode=0700 \
  --property=UMask=0077 \
  /opt/sixianghui/.venv/bin/sixianghui "$@"
