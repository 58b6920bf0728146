using System.Net;
using System.Net.Sockets;

namespace Countersign.Silo.Notifications;

/// <summary>
/// Which network addresses messages may go to: those of the public internet. A name that stands for one of our own machines, or for the service that
/// clouds tell their secrets to, must not make the desk ask it something.
/// </summary>
internal sealed class AddressRules(bool loopbackAllowed, IEnumerable<IPNetwork> allowed)
{
    // IANA's special-purpose registries (RFC 6890 and its updates), and multicast.
    private static readonly IPNetwork[] Special =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    private readonly IPNetwork[] networks = [.. allowed];

    public bool Allows(IPAddress address)
    {
        var plain = Embedded(address);
        return networks.Any(n => n.Contains(plain))
            || (IPAddress.IsLoopback(plain) ? loopbackAllowed : !Special.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain)));
    }

    // An address of version 4 that is written as one of version 6 is that address.
    private static IPAddress Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}
