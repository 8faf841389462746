"""Who is it: passwords, devices, guess limits, the hand-over between hosts, and the token in every form."""
