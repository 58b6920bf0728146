namespace Orleans.Runtime;

/// <summary>Something that an activation has to do, linked into its inbox.</summary>
internal abstract class WorkNode
{
    public WorkNode? Next;
}

/// <summary>A continuation, or another task that was queued to the activation's scheduler.</summary>
internal sealed class TaskNode(Task task) : WorkNode
{
    public Task Task { get; } = task;
}

/// <summary>Something that the runtime itself wants done in the activation's turn.</summary>
internal sealed class ActionNode(Action<object?> action, object? state, string name) : WorkNode
{
    public string Name { get; } = name;

    public void Run() => action(state);
}
