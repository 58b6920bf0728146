using System.Globalization;

namespace Countersign.Api.Notifications;

/// <summary>
/// The newest events of a tenant, numbered, for clients that come back. An id is <c>begin-number</c>: the number counts from the moment at which the
/// log began, so that an id of another life of the desk is known as such. Not for several threads at once.
/// </summary>
/// <param name="begin">When the log began, Unix milliseconds.</param>
/// <param name="capacity">How many events are kept.</param>
internal sealed class LiveLog(long begin, int capacity)
{
    private readonly LiveFrame[] frames = new LiveFrame[capacity];
    private long next = 1;

    /// <summary>The id of the next event.</summary>
    public string NextId => string.Create(CultureInfo.InvariantCulture, $"{begin}-{next}");

    public void Add(LiveFrame frame) => frames[(int)(next++ % capacity)] = frame;

    /// <summary>The events after one; null where it is not known, or some of those after it are not kept any more.</summary>
    public IReadOnlyList<LiveFrame>? After(string id)
    {
        var parts = id.Split('-');
        if (parts is not [var ownBegin, var numberText] || !IsNumber(ownBegin, out var of) || of != begin || !IsNumber(numberText, out var number)
            || number >= next || next - 1 - number > capacity)
        {
            return null;
        }

        var found = new List<LiveFrame>();
        for (var i = number + 1; i < next; i++)
        {
            found.Add(frames[(int)(i % capacity)]);
        }

        return found;
    }

    private static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
