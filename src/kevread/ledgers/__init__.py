"""What accountants export, read as it is: the lines of a year, told along the axes that the network shares."""
