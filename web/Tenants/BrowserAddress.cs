using System.Collections.Concurrent;
using System.Net;
using Countersign.Api.Contracts;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Web.Tenants;

/// <summary>Seals browsers' addresses for the API, which would else take the web desk for the caller.</summary>
internal sealed class BrowserAddress(IDataProtectionProvider protection, TimeProvider time)
{
    private const int KeptMax = 1_000;
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UsedFor = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector(CallerAddress.Purpose).ToTimeLimitedDataProtector();
    private readonly ConcurrentDictionary<IPAddress, (string Text, DateTimeOffset Until)> known = new();

    /// <summary>Adds a browser's address to a request; nothing where it is not known.</summary>
    public void Tell(HttpRequestMessage request, IPAddress? address)
    {
        if (address is not null)
        {
            request.Headers.Remove(CallerAddress.Header);
            request.Headers.Add(CallerAddress.Header, Sealed(address));
        }
    }

    private string Sealed(IPAddress address)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(address, out var made) && made.Until > now)
        {
            return made.Text;
        }

        if (known.Count >= KeptMax)
        {
            known.Clear();
        }

        var text = seal.Protect(address.ToString(), ValidFor);
        known[address] = (text, now + UsedFor);
        return text;
    }
}
