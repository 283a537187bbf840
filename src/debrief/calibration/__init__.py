"""Agreement of panels and tendencies of panelists, over all finished sessions."""
