"""People as a school's administration keeps them: what is known of each, who comes in, who goes."""
