"""What other rooms may use of campaigns."""

from sixianghui.campaigns.models import Campaign, Carrier, Notice, Plan

__all__ = ["Campaign", "Carrier", "Notice", "Plan"]
