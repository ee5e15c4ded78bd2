"""The settings that pages share: controls, their arrangement, what differs, and in words."""
