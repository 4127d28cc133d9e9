# The program for a browser: alphabar.js and alphabar.wasm, with the fonts in it where SDL's base
# path has them. Fonts are those that this machine has, less what nobody would see of them.
set(web_fonts ${CMAKE_CURRENT_BINARY_DIR}/fonts)
set(web_font_files "")
foreach(variable TEXT BOLD MATH FALLBACK HANGUL HANGUL_BOLD)
  if(NOT FONT_FILE_${variable})
    message(FATAL_ERROR "web: a font is missing")
  endif()
  list(APPEND web_font_files ${FONT_FILE_${variable}})
endforeach()
file(GLOB_RECURSE spoken CONFIGURE_DEPENDS src/*.c src/*.h src/*.inc po/*.po assets/*.lesson)
add_custom_command(OUTPUT ${web_fonts}/done
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/web/fonts ${web_fonts} ${web_font_files}
  COMMAND ${CMAKE_COMMAND} -E touch ${web_fonts}/done
  DEPENDS web/fonts ${spoken} VERBATIM)
add_custom_target(web_fonts DEPENDS ${web_fonts}/done)
add_dependencies(alphabar web_fonts)
set_property(TARGET alphabar APPEND PROPERTY LINK_DEPENDS ${web_fonts}/done)

target_link_options(alphabar PRIVATE
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sINITIAL_MEMORY=67108864 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2147483648
  -sTOTAL_STACK=1048576
  -sENVIRONMENT=web,node -sMODULARIZE -sEXPORT_NAME=alphabar -sEXIT_RUNTIME=0
  -sEXPORTED_FUNCTIONS=_main,_page_open,_page_address,_page_draw_anew,_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=FS,ENV,callMain,ccall,UTF8ToString -sINVOKE_RUN=0
  --embed-file=${web_fonts}@/share/alphabar/fonts --exclude-file=*/done)

# The core's bits, for node: tests/web compares what it prints with what other builds print.
add_executable(digest EXCLUDE_FROM_ALL tests/digest.c)
target_link_libraries(digest PRIVATE core)
target_link_options(digest PRIVATE -sENVIRONMENT=node -sINITIAL_MEMORY=134217728 -sEXIT_RUNTIME)
