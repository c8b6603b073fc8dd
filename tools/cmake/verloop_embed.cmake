# verloop_embed(TARGET FOLDERS...): the YAML and HTML files below FOLDERS become a library that hands them out by path, so that
# the program carries the shipped catalogue, procedures, pages and demonstration with it. Declared in events/shipped.hpp.
function(verloop_embed target)
  set(files "")
  foreach(folder ${ARGN})
    file(GLOB_RECURSE found RELATIVE "${CMAKE_SOURCE_DIR}" CONFIGURE_DEPENDS
      "${CMAKE_SOURCE_DIR}/${folder}/*.yaml" "${CMAKE_SOURCE_DIR}/${folder}/*.html")
    list(APPEND files ${found})
  endforeach()
  list(SORT files)
  set(generated "${CMAKE_BINARY_DIR}/generated/${target}.cpp")
  set(absolute ${files})
  list(TRANSFORM absolute PREPEND "${CMAKE_SOURCE_DIR}/")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated} "-DFILES=${files}" -DROOT=${CMAKE_SOURCE_DIR}
            -P "${CMAKE_SOURCE_DIR}/tools/cmake/embed_files.cmake"
    DEPENDS ${absolute} "${CMAKE_SOURCE_DIR}/tools/cmake/embed_files.cmake"
    VERBATIM)
  add_library(${target} STATIC "${generated}")
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
endfunction()
