using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>Where the API is: the configured address, or else this process's own, which is known once it listens.</summary>
internal sealed class ApiAddress(IOptions<WebOptions> options, IServer server)
{
    private readonly Lazy<Uri> root = new(() => new Uri(options.Value.ApiAddress?.TrimEnd('/') + "/" is { Length: > 1 } given ? given : Own(server)));

    /// <summary>Ends with a slash.</summary>
    public Uri Root => root.Value;

    private static string Own(IServer server)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses
            ?? throw new InvalidOperationException("This server does not tell its addresses: set Web:ApiAddress.");
        var address = listening.FirstOrDefault(a => a.StartsWith("http:", StringComparison.Ordinal)) ?? listening.First();

        // A wildcard is something to listen on, not something to call.
        var url = new UriBuilder(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (IPAddress.TryParse(url.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            url.Host = "localhost";
        }

        return url.Uri.ToString();
    }
}
