# lykos_library(name LINK libraries...): the static library of one folder, made of every .cpp below it.
function(lykos_library name)
  cmake_parse_arguments(LIB "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${LIB_LINK})
endfunction()
