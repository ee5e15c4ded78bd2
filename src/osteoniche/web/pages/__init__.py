"""The pages: each is a folder that says of itself what the frame needs, and knows no other."""
