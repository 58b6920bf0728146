using System.Net;

namespace Countersign.Api.Contracts.Client;

/// <summary>How a request ended: done, or refused with a problem.</summary>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="problem">Why it was refused; null where it was not.</param>
public class ApiAnswer(HttpStatusCode statusCode, Problem? problem = null)
{
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>Why the desk said no; null where it did not.</summary>
    public Problem? Problem { get; } = problem;

    /// <summary>Names what was answered in its present state, for <c>ifMatch</c>; null where it has no tag.</summary>
    public string? ETag { get; init; }

    /// <summary>How long to wait before the next try; null where the desk does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => (int)StatusCode is >= 200 and < 300;

    /// <exception cref="ApiProblemException">The desk said no.</exception>
    public void ThrowIfRefused()
    {
        if (Problem is not null)
        {
            throw new ApiProblemException(Problem);
        }
    }
}

/// <summary>How a request ended that answers with something.</summary>
public sealed class ApiAnswer<T> : ApiAnswer
{
    private readonly T? value;

    public ApiAnswer(HttpStatusCode statusCode, T value)
        : base(statusCode) => this.value = value;

    public ApiAnswer(HttpStatusCode statusCode, Problem? problem)
        : base(statusCode, problem)
    {
    }

    /// <summary>What was answered.</summary>
    /// <exception cref="ApiProblemException">The desk said no.</exception>
    public T Value
    {
        get
        {
            ThrowIfRefused();
            return value!;
        }
    }
}

/// <summary>A file that the desk answered with.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">Such as <c>text/csv</c>.</param>
/// <param name="Name">What it wants to be called; null where it does not say.</param>
public sealed record ApiFile(ReadOnlyMemory<byte> Content, string? MediaType, string? Name);
