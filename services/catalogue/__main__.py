"""python -m services.catalogue"""

from shared.runtime.launch import launch

if __name__ == "__main__":
    launch("services.catalogue.main")
