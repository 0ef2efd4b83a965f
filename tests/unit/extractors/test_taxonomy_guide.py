"""Every item of the career guide is found under the words the guide itself uses, and the stack of today is known."""

import pytest

from extractors.skills.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
GUIDE_WORDS = {
    "programming": "Python, R, Java, C++, software engineering principles, Git",
    "libraries": "NumPy, pandas, SciPy, scikit-learn, TensorFlow, PyTorch",
    "mathematics": "linear algebra, calculus, optimization, probability theory, statistics, hypothesis testing, "
    "regression, statistical inference",
    "data-handling": "data cleaning and wrangling, feature engineering, normalization and transformation, "
    "exploratory data analysis, missing data, unbalanced data, SQL, Apache Spark, data visualization",
    "algorithms": "supervised learning, classification, unsupervised learning, clustering, dimensionality reduction, "
    "reinforcement learning, deep learning, CNN, RNN, transformers, ensemble methods, random forests, "
    "gradient boosting, model evaluation",
    "certifications": "Coursera, Udemy, edX, Machine Learning by Andrew Ng, Deep Learning Specialization, "
    "Google TensorFlow Developer certificate, AWS Machine Learning certification",
    "portfolio": "recommendation systems, sentiment analysis, fraud detection, image classification, "
    "time series forecasting, GitHub, Kaggle, open-source contributions",
    "work": "predictive models, recommendation systems, natural language processing pipelines, computer vision, "
    "performance and scalability",
    "cloud": "AWS SageMaker, Google Cloud AI Platform, Microsoft Azure ML",
    "mlops": "Docker, FastAPI, Flask, TensorFlow Serving, CI/CD, MLflow, Weights & Biases, experiment tracking, "
    "model serving, monitoring of model drift",
    "industries": "finance, healthcare, cybersecurity, e-commerce, robotics, autonomous systems",
    "trends": "generative AI, LLMs, federated learning, edge AI, responsible AI, model interpretability, AutoML, "
    "neural architecture search",
}
TODAY = """LLM, RAG, AI agents, MCP, Model Context Protocol, vector databases, vLLM, Triton Inference Server,
    fine-tuning, LoRA, RLHF, LLM evaluation, GPU computing, LangChain, LangGraph, LlamaIndex, Claude, GPT, OpenAI,
    Anthropic, Gemini, Llama, Ollama, Hugging Face, Pinecone, pgvector, DSPy, CrewAI, prompt engineering,
    guardrails, function calling, CUDA, TensorRT, ONNX, Ray, DeepSpeed, Kubernetes, Terraform, Snowflake,
    Databricks, dbt, Airflow, Kafka, DuckDB, Amazon Bedrock, Azure OpenAI"""


def names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(",")]


@pytest.mark.parametrize("section", GUIDE_WORDS)
def test_each_item_is_found_under_the_guides_own_words_in_its_order(section: str) -> None:
    found = [TAXONOMY.find(name) for name in names(GUIDE_WORDS[section])]
    assert [skill.id if skill else None for skill in found] == list(TAXONOMY.guide[section])


@pytest.mark.parametrize("name", names(TODAY))
def test_the_stack_of_today_is_known(name: str) -> None:
    assert TAXONOMY.find(name) is not None


def test_there_are_skills_and_forms_enough_for_a_technical_advertisement() -> None:
    assert len(TAXONOMY.skills) >= 1000
    assert len({form for skill in TAXONOMY.skills.values() for form in skill.forms}) >= 3000


@pytest.mark.parametrize(
    "form",
    """Go, C, Spark, Swift, Spring, React, Express, Excel, Flask, Ray, Dash, Julia, Chef, Puppet, Salt, Beam, Pig,
    Oracle, Phoenix, Notion, Linear, Segment, Mode, Vault, Consul, Nomad, Elastic, Temporal, Teams, Office,
    Word, Outlook, Crystal, Nim, Dart, Scheme, Racket, Assembly, Ember, Backbone, Meteor, AI, ML, DL, NLP, CV,
    RAG, BI, QA, RL, JS, TS""".replace("\n", " ").split(","),
)
def test_a_name_with_other_meanings_never_goes_without_a_rule(form: str) -> None:
    form = form.strip()
    owners = [skill for skill in TAXONOMY.skills.values() if form in skill.cased]
    assert [bool(skill.ambiguous) for skill in owners] == [True]
    assert all(form.casefold() not in map(str.casefold, (*s.safe, *s.aliases)) for s in TAXONOMY.skills.values())


@pytest.mark.parametrize(
    "word", ["make", "next", "access", "basic", "processing", "lever", "less", "step", "front", "clear"]
)
def test_words_that_hardly_ever_name_a_technology_are_not_matched_in_lower_case(word: str) -> None:
    assert all(word not in map(str.casefold, (*s.safe, *s.aliases)) for s in TAXONOMY.skills.values())
