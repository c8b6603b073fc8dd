# Writes OUTPUT, a C++ file that holds the text of FILES (relative to ROOT) as raw string literals.
set(text "#include \"events/shipped.hpp\"\n\nnamespace verloop {\n\nconst std::vector<ShippedFile>& shipped_files() {\n")
string(APPEND text "  static const std::vector<ShippedFile> files = {\n")
foreach(file ${FILES})
  file(READ "${ROOT}/${file}" content)
  string(APPEND text "      {\"${file}\", R\"verloop_text(${content})verloop_text\"},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace verloop\n")
file(WRITE "${OUTPUT}" "${text}")
