using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>Where the API is: the configured address, or else this process's own, which is known once it listens.</summary>
internal sealed class ApiAddress(IOptions<WebOptions> options, IServer server)
{
    private readonly Lazy<Uri> root = new(() => new Uri(options.Value.ApiAddress is { Length: > 0 } given ? given.TrimEnd('/') + "/" : Own(server)));

    /// <summary>Ends with a slash.</summary>
    public Uri Root => root.Value;

    /// <summary>What to call in order to reach a server that listens there: a wildcard is no address to call.</summary>
    public static string Callable(string listening)
    {
        var url = new UriBuilder(
            listening.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (IPAddress.TryParse(url.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            url.Host = "localhost";
        }

        return url.Uri.ToString();
    }

    private static string Own(IServer server)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        return (listening?.FirstOrDefault(a => a.StartsWith("http:", StringComparison.Ordinal)) ?? listening?.FirstOrDefault()) is { } address
            ? Callable(address)
            : throw new InvalidOperationException("This server does not tell where it listens: set Web:ApiAddress.");
    }
}
