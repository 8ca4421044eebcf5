"""Official documents as files: GB/T 9704-2012 to DOCX and PDF."""
