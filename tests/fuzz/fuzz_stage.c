// SPDX-License-Identifier: MIT
// Stages as text.
#include "fuzz.h"
#include "stage/stage.h"

#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Stage stage;
    char *text = fuzz_text(data, size);
    Error error;
    if (stage_parse(&stage, text, &error)) {
        fuzz_require(stage.count > 0 && stage.count <= STAGE_NODES, "it has panels");
        for (int i = 0; i < stage.count; i++) {
            const StageNode *node = &stage.nodes[i];
            fuzz_require(node->first >= 0 && node->first < stage.count && node->next >= 0 &&
                             node->next < stage.count,
                         "in a tree");
            fuzz_require((node->kind == STAGE_LEAF) == (node->panel != NULL),
                         "whose leaves they are");
        }
        stage_focus(&stage, text, &error);
    }
    free(text);
    return 0;
}
