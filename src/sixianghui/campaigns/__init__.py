"""主题活动: campaigns, notices that say what they ask, plans and their guidance, practices exchanged."""
