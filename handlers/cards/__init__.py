"""Cards: functions that turn the newsroom's records into text and buttons. They send nothing."""
