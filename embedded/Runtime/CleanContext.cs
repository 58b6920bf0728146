namespace Orleans.Runtime;

/// <summary>The execution context with no asynchronous locals. The class library has it but doesn't hand it out.</summary>
internal static class CleanContext
{
    public static readonly ExecutionContext Instance = Capture();

    private static ExecutionContext Capture()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture()) { IsBackground = true };
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}
