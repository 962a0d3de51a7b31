"""The mail sandbox: real servers on loopback and a story told over them, without any set-up."""
