using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Countersign.Silo.Hosting;

/// <summary>
/// Reverse proxies in front of the desk, section <c>Proxies</c>: what they say of the caller's address and of HTTPS (<c>X-Forwarded-For</c>,
/// <c>X-Forwarded-Proto</c>) is believed; what anybody else says of it is not.
/// </summary>
internal static class ProxyOptions
{
    private const string Key = "Proxies:Networks";

    /// <exception cref="InvalidOperationException">A network is none.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Configuration.GetSection(Key).Get<string[]>() ?? [];
        if (networks.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var text in networks)
        {
            if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                throw new InvalidOperationException($"{Key}: '{text}' is neither an address nor a network; 10.0.0.5 and 10.0.0.0/8 are.");
            }
        }

        app.UseForwardedHeaders(options);
    }
}
