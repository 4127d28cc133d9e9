# Writes OUT, a C source with the bytes of every file in FILES (a list), as
#   const EmbeddedFile embedded_files[] = {{"name", bytes, length}, ...};
set(text "// Made by embed.cmake; changes here are lost.\n#include \"base/embedded_files.h\"\n\n")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  # A last zero byte, not counted, lets a text be used as a C string.
  string(APPEND text "static const unsigned char file_${number}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", file_${number}, ${length}},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND text "\nconst EmbeddedFile embedded_files[] = {\n${rows}    {0, 0, 0},\n};\n")
file(WRITE "${OUT}" "${text}")
