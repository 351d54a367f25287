"""The child of common.confined: limits itself, then calls the one function it was started for."""

import importlib
import resource
import sys


def main() -> int:
    """Exit code 0 with the result on standard output, 3 for an error, 4 for want of memory."""
    target, seconds, memory_mb = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    module, _, name = target.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        data = sys.stdin.buffer.read()
        memory = memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        result = function(data)
    except MemoryError:
        return 4
    except Exception:
        return 3
    sys.stdout.buffer.write(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
