# verloop_library(FOLDER LIBRARIES...): the sources directly in FOLDER (and in sub-folders that are no library of their
# own) become verloop_<folder with underscores>. RocksDB, yaml-cpp and CEL are libraries apart, so that nothing else can
# include what they hide.
set(VERLOOP_SEPARATE "/(rocksdb|yaml|cel)/")

function(verloop_library folder)
  string(REPLACE "/" "_" name "verloop_${folder}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  if(NOT folder MATCHES "/")
    list(FILTER sources EXCLUDE REGEX "${folder}${VERLOOP_SEPARATE}")
  endif()
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name} INTERFACE ${ARGN})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARGN})
  verloop_precompile(${name})
endfunction()

function(verloop_precompile target)
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector> <boost/json.hpp> <boost/system/result.hpp>)
endfunction()
