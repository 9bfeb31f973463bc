# One CMake target a room: its public dependencies are the rooms it may include, and no others.

add_library(stiff_compile_flags INTERFACE)
target_compile_features(stiff_compile_flags INTERFACE cxx_std_20)
# The same bits on every machine: no fused multiply-add behind our back, no -march=native, no -ffast-math.
target_compile_options(stiff_compile_flags INTERFACE
  $<BUILD_INTERFACE:-Wall;-Wextra;-Wconversion;-ffp-contract=off>
  # g++ 12 warns of overlapping copies inside its own std::string (GCC bug 105651).
  $<BUILD_INTERFACE:$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>>
  $<BUILD_INTERFACE:$<$<BOOL:${STIFF_WARNINGS_ARE_ERRORS}>:-Werror>>)

# What nearly every source includes, read once a target: the release builds in two thirds of the time. Other
# builds go without, so that no source leans on it.
function(stiff_precompile target)
  if(STIFF_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} PRIVATE <Eigen/Core> <algorithm> <cmath> <filesystem> <functional>
      <memory> <optional> <string> <variant> <vector>)
    # Behind a precompiled header g++ 12 takes its own inlined std::string for ours, and warns of it.
    target_compile_options(${target} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-stringop-overread>)
  endif()
endfunction()

# stiff_room(<room> [SOURCES a.cpp ...] [ROOMS core ...] [PUBLIC lib ...] [PRIVATE lib ...])
#   ROOMS    the rooms that this room includes (DESIGN: the direction of includes)
#   PUBLIC   packages seen in its headers;  PRIVATE  packages that only its sources see
function(stiff_room room)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;ROOMS;PUBLIC;PRIVATE")
  set(target stiff_${room})
  list(TRANSFORM ARG_ROOMS PREPEND stiff_)
  if(ARG_SOURCES)
    add_library(${target} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE ${ARG_PRIVATE} $<BUILD_INTERFACE:stiff_compile_flags>)
    stiff_precompile(${target})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(stiff::${room} ALIAS ${target})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope}
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/libstiff> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(${target} ${scope} ${ARG_ROOMS} ${ARG_PUBLIC})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${room})
  set_property(GLOBAL APPEND PROPERTY STIFF_ROOMS ${room})
endfunction()
