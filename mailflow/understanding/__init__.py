"""Message -> Meaning: what a message says, without having looked into the store."""
