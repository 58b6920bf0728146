using System.Collections.Immutable;
using Countersign.Api.Contracts.Client;

namespace Countersign.Web.Layout;

/// <summary>A short message about what was just done.</summary>
/// <param name="Number">In the order of their coming.</param>
/// <param name="Tone"><c>good</c>, <c>bad</c> or <c>plain</c>.</param>
/// <param name="Headline">One line.</param>
/// <param name="Lines">More of it.</param>
/// <param name="At">When it was said.</param>
internal sealed record Note(int Number, string Tone, string Headline, IReadOnlyList<string> Lines, DateTimeOffset At);

/// <summary>The messages at the corner of a page. Good ones go by themselves; bad ones stay until they are put away.</summary>
internal sealed class Notes(TimeProvider time)
{
    private const int NotesMax = 4;
    private static readonly TimeSpan GoodStayFor = TimeSpan.FromSeconds(8);
    private int last;

    public event Action? Changed;

    public ImmutableList<Note> Shown { get; private set; } = [];

    public void Good(string headline, params IReadOnlyList<string> lines) => Say("good", headline, lines);

    public void Bad(string headline, params IReadOnlyList<string> lines) => Say("bad", headline, lines);

    public void Plain(string headline, params IReadOnlyList<string> lines) => Say("plain", headline, lines);

    /// <summary>Says what came of a command: that it is done, or everything that speaks against it.</summary>
    public void Tell(ApiAnswer answer, string done, string refused = "It was left as it is.")
    {
        if (answer.Problem is { } problem)
        {
            Bad(refused, problem.Lines());
        }
        else
        {
            Good(done);
        }
    }

    public void PutAway(int number)
    {
        Shown = Shown.RemoveAll(n => n.Number == number);
        Changed?.Invoke();
    }

    /// <summary>Takes away what has been there long enough; true where something went.</summary>
    public bool Expire()
    {
        var before = Shown;
        var now = time.GetUtcNow();
        Shown = Shown.RemoveAll(n => n.Tone != "bad" && now - n.At >= GoodStayFor);
        return Shown != before;
    }

    private void Say(string tone, string headline, IReadOnlyList<string> lines)
    {
        Shown = [.. Shown.TakeLast(NotesMax - 1), new Note(++last, tone, headline, lines, time.GetUtcNow())];
        Changed?.Invoke();
    }
}
