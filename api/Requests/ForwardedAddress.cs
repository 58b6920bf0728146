using System.Net;
using System.Security.Cryptography;
using Countersign.Api.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Requests;

/// <summary>Takes the browser's address for the caller's where the web desk has sealed it; what others send is left aside.</summary>
internal sealed class ForwardedAddress(RequestDelegate next, IDataProtectionProvider protection)
{
    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector(CallerAddress.Purpose).ToTimeLimitedDataProtector();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.TryGetValue(CallerAddress.Header, out var sealedAddress))
        {
            context.Connection.RemoteIpAddress = Open(sealedAddress.ToString()) ?? context.Connection.RemoteIpAddress;
            context.Request.Headers.Remove(CallerAddress.Header);
        }

        return next(context);
    }

    private IPAddress? Open(string text)
    {
        try
        {
            return IPAddress.TryParse(seal.Unprotect(text), out var address) ? address : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
