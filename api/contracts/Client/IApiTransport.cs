using System.Net;

namespace Countersign.Api.Contracts.Client;

/// <summary>Carries a <see cref="CountersignClient"/>'s requests to the API: knows where it is and in whose name it is called.</summary>
public interface IApiTransport
{
    /// <summary>Sends one request.</summary>
    /// <param name="request">Its address is relative to where the API stands, such as <c>api/v1/accounts?limit=5</c>; it says nothing about who
    /// asks.</param>
    /// <param name="cancellationToken">Gives up waiting; the desk may carry the request out all the same.</param>
    /// <returns>The answer, whatever its status; the client disposes it.</returns>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>What the client throws where an answer is not one of the API's, or breaks off.</summary>
    Exception Unreadable(HttpStatusCode status, Exception? inner) => new ApiUnreadableException(status, inner);
}

/// <summary>What answered is not the API, or not a version that this client knows; or the answer broke off.</summary>
public sealed class ApiUnreadableException(HttpStatusCode status, Exception? inner)
    : Exception($"The answer with status {(int)status} cannot be read.", inner)
{
    public HttpStatusCode Status { get; } = status;
}
