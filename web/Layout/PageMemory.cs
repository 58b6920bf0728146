using System.Collections.Concurrent;

namespace Countersign.Web.Layout;

/// <summary>
/// What a page showed when it was loaded, for the circuit that takes it over a moment later: it begins with the same content instead of an
/// empty page. Bounded, and forgotten after seconds.
/// </summary>
internal sealed class PageMemory(TimeProvider time)
{
    private const int PagesMax = 16;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, object Content)> pages = new(StringComparer.Ordinal);

    public void Keep(string address, object content)
    {
        if (pages.Count >= PagesMax)
        {
            pages.Clear();
        }

        pages[address] = (time.GetUtcNow(), content);
    }

    public T? Recall<T>(string address) where T : class =>
        pages.TryRemove(address, out var page) && time.GetUtcNow() - page.At <= KeptFor ? page.Content as T : null;
}
