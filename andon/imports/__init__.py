"""`andon import`: a file of cases from before Andon, row by row to a running Andon; broken off, it goes on."""
