#if !ORLEANS
namespace Orleans.Invented;

/// <summary>What the checker must catch: one member of every kind, and members that nobody outside can see.</summary>
public class Offender
{
    public const int Limit = 1;

    public event EventHandler? Raised;

    public string Name { get; private set; } = "";

    public Task<T> Ask<T>(T question, List<string> notes)
    {
        Unseen(notes.Count);
        return Task.FromResult(question);
    }

    protected void Guarded() => Raised?.Invoke(this, EventArgs.Empty);

    internal void Unseen(int count) => Name = $"{count}";
}
#endif
