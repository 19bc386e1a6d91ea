import {
  to = rolegate_function.queue_length
  id = "ops.queue_length(text)"
}
