namespace Orleans.Runtime;

/// <summary>Which activation's turn this thread is running.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Activation? s_current;

    public static IGrainContext? Current => s_current;

    public static Activation? CurrentActivation => s_current;

    /// <summary>Sets the activation and returns the one that was there, to be restored.</summary>
    public static Activation? Exchange(Activation? activation)
    {
        var previous = s_current;
        s_current = activation;
        return previous;
    }
}
