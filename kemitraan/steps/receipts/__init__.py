"""The receipt of a submission: made, and judged when somebody presents one."""
