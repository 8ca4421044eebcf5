"""temporary"""
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(["sixianghui", *sys.argv[2:]])
