"""python -m services.intake"""

from shared.runtime.launch import launch

if __name__ == "__main__":
    launch("services.intake.main")
