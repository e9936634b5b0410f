enum TracemillCommandPlaceholder {}
