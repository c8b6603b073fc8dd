# Settings that hold for every target: language, warnings, sanitizers, and what keeps a clean build short.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

option(VERLOOP_TESTS "Build the tests" ON)
set(VERLOOP_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

option(VERLOOP_FUZZ "Build the fuzzing program, which needs clang" OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
endif()  # g++ is our compiler; clang, which serves fuzzing only, means other things by some of them.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms about inlined std::string members from -O2 on (GCC bugs 105329 and 105651).
  add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()
if(VERLOOP_SANITIZE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # g++ 12 takes some instrumented values for such; the other builds look.
  endif()
  add_compile_options(-fsanitize=${VERLOOP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(VERLOOP_SANITIZE STREQUAL "address,undefined")
    # A check at each use of a pointer, which doubles the time to compile. AddressSanitizer stops at most null pointers and
    # at objects that are too small by itself; alignment and types are looked at by the preset `fuzz` alone.
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
  add_link_options(-fsanitize=${VERLOOP_SANITIZE})
endif()

find_program(VERLOOP_CCACHE ccache)
if(VERLOOP_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VERLOOP_CCACHE})
endif()
find_program(VERLOOP_MOLD mold)
if(VERLOOP_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# CMake 3.25 does not know how the parts of Boost 1.81 depend on each other, and need not.
set(Boost_NO_WARN_NEW_VERSIONS ON)
