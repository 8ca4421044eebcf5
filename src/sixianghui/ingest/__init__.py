"""接流: pictures come in while they are being taken."""
