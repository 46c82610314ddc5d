"""What is done to the program to lose, damage or attack a catalogue: `python3 run.py trust`."""
