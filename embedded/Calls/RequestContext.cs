namespace Orleans.Runtime;

/// <summary>Values that travel with a call and with the calls that it makes. What the callee sets stays with the callee.</summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#CCR";

    private static readonly AsyncLocal<RequestProperties?> Flow = new();

    public static IEnumerable<string> Keys => Flow.Value?.Values.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Flow.Value?.Values ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>Calls with the same id may enter grains of their call chain that allowed it; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Flow.Value?.ReentrancyId ?? Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(ReentrancyKey);
            }
            else
            {
                Set(ReentrancyKey, value);
            }
        }
    }

    internal static RequestProperties? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    public static object? Get(string key) => Flow.Value is { } current && current.Values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value)
    {
        var values = Flow.Value is { } current ? new Dictionary<string, object>(current.Values) : new Dictionary<string, object>(1);
        values[key] = value;
        Flow.Value = new RequestProperties(values);
    }

    public static bool Remove(string key)
    {
        if (Flow.Value is not { } current || !current.Values.ContainsKey(key))
        {
            return false;
        }

        var values = new Dictionary<string, object>(current.Values);
        values.Remove(key);
        Flow.Value = values.Count == 0 ? null : new RequestProperties(values);
        return true;
    }

    public static void Clear()
    {
        if (Flow.Value is not null)
        {
            Flow.Value = null;
        }
    }

    /// <summary>Until disposed, calls made from here may come back into this grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Until disposed, calls made from here may not come back into grains of this call chain.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _section;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _section = newReentrancyId;
            if (_section != _original)
            {
                ReentrancyId = _section;
            }

            if (_section != Guid.Empty)
            {
                RuntimeContext.CurrentActivation?.EnterReentrantSection(_section);
            }
        }

        public void Dispose()
        {
            if (_section != Guid.Empty)
            {
                RuntimeContext.CurrentActivation?.LeaveReentrantSection(_section);
            }

            if (_section != _original)
            {
                ReentrancyId = _original;
            }
        }
    }

    /// <summary>An immutable set of values, with the execution context that holds it and nothing else.</summary>
    internal sealed class RequestProperties(Dictionary<string, object> values)
    {
        private ExecutionContext? _alone;

        public Dictionary<string, object> Values { get; } = values;

        public Guid ReentrancyId => Values.TryGetValue(ReentrancyKey, out var value) && value is Guid id ? id : Guid.Empty;

        /// <summary>A callee sees the caller's values but none of its other asynchronous locals, as if it ran on another machine.</summary>
        public ExecutionContext Alone => _alone ??= CreateAlone();

        private ExecutionContext CreateAlone()
        {
            ExecutionContext? captured = null;
            ExecutionContext.Run(
                CleanContext.Instance,
                _ =>
                {
                    Flow.Value = this;
                    captured = ExecutionContext.Capture();
                },
                null);
            return captured!;
        }
    }
}
