namespace Countersign.Api.Contracts.Client;

/// <summary>The desk said no, and the caller asked for what it would have answered.</summary>
public sealed class ApiProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    public Problem Problem { get; } = problem;
}
