using System.Collections.Concurrent;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>
/// What grains tell the test that runs in the same process. A report is a named list of lines that a test can wait for, a gate is
/// a named door that a grain waits at until the test opens it. Names are grain keys, so tests never share one.
/// </summary>
internal static class Reports
{
    /// <summary>How long a test waits for what must happen. Reached only when the runtime is at fault.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, Report> Named = new();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();

    public static string NewKey() => $"k-{Guid.NewGuid():N}";

    public static void Add(string name, string line) => Named.GetOrAdd(name, _ => new Report()).Add(line);

    public static string[] Of(string name) => Named.TryGetValue(name, out var report) ? report.Lines : [];

    /// <summary>Waits until the report has at least <paramref name="count"/> lines, and gives all of them.</summary>
    public static Task<string[]> WaitFor(string name, int count) =>
        Named.GetOrAdd(name, _ => new Report()).Reach(count).WaitAsync(Deadline);

    /// <summary>The door that a grain waits at; the grain reports <c>at gate</c> lines itself where the test needs them.</summary>
    public static Task Gate(string name) => Door(name).Task.WaitAsync(Deadline);

    public static void Open(string name) => Door(name).TrySetResult();

    private static TaskCompletionSource Door(string name) =>
        Gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Report
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];
        private readonly List<(int Count, TaskCompletionSource<string[]> Reached)> _waiting = [];

        public string[] Lines
        {
            get
            {
                lock (_lock)
                {
                    return [.. _lines];
                }
            }
        }

        public void Add(string line)
        {
            lock (_lock)
            {
                _lines.Add(line);
                foreach (var (count, reached) in _waiting.Where(waiting => waiting.Count <= _lines.Count))
                {
                    reached.TrySetResult([.. _lines]);
                }

                _waiting.RemoveAll(waiting => waiting.Count <= _lines.Count);
            }
        }

        public Task<string[]> Reach(int count)
        {
            lock (_lock)
            {
                var reached = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_lines.Count >= count)
                {
                    reached.SetResult([.. _lines]);
                }
                else
                {
                    _waiting.Add((count, reached));
                }

                return reached.Task;
            }
        }
    }
}
